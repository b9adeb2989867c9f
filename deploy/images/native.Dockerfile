# A service as a native executable. The context is the project's root. Build the executable first:
#   ./mvnw package -Pnative -DskipTests
# BASE_IMAGE has the C library that the executable was linked to, or a later one, and zlib; deploy/.env names one.
ARG BASE_IMAGE
FROM ${BASE_IMAGE}
ARG SERVICE

COPY ${SERVICE}/target/*-runner /app/service
WORKDIR /app
USER 10001:10001
# The heap's bound and the end on out of memory are built in. Other options follow the image's name, such as -Xmx300m.
ENTRYPOINT ["./service"]
