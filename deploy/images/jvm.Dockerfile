# A service on the JVM. The context is the project's root. Build the service first:
#   ./mvnw package -Pimages -DskipTests
# BASE_IMAGE is a JRE 25 with bash and coreutils; deploy/.env names it.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
ARG SERVICE

COPY deploy/images/train /usr/local/bin/train
COPY ${SERVICE}/target/quarkus-app /app
WORKDIR /app
# The cache fits only this JVM and these jars, so it is made here. Files that the run left in /tmp would belong to root.
RUN train && rm -rf /tmp/*

USER 10001:10001
# Options go into JDK_JAVA_OPTIONS, which adds to these.
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", \
            "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
