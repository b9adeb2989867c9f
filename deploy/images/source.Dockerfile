# A service on the JVM, built from the sources in a container: only a container engine is needed on the machine.
# The context is the project's root. BUILD_IMAGE has Maven and a JDK 25, BASE_IMAGE a JRE 25 with bash and coreutils; deploy/.env names them.
ARG BUILD_IMAGE
ARG BASE_IMAGE
FROM ${BUILD_IMAGE} AS build
ARG SERVICE
COPY . /build
WORKDIR /build
RUN mvn -B -ntp -Pimages package -Dmaven.test.skip=true -pl ${SERVICE} -am

# From here on as in jvm.Dockerfile.
FROM ${BASE_IMAGE}
ARG SERVICE
COPY deploy/images/train /usr/local/bin/train
COPY --from=build /build/${SERVICE}/target/quarkus-app /app
WORKDIR /app
RUN train && rm -rf /tmp/*
USER 10001:10001
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", \
            "-XX:+ExitOnOutOfMemoryError", "-jar", "quarkus-run.jar"]
