# A service as a native executable. The context is the project's root, the sources of the executable built before:
#   ./mvnw package -Pnative -Dquarkus.native.sources-only=true -DskipTests
# BUILDER_IMAGE has native-image, such as Quarkus' ubi9-quarkus-mandrel-builder-image:jdk-25; BASE_IMAGE has what the executable
# links to, such as its ubi9-quarkus-micro-image:2.0.
ARG BUILDER_IMAGE
ARG BASE_IMAGE
FROM ${BUILDER_IMAGE} AS build
ARG SERVICE
USER root
COPY ${SERVICE}/target/native-sources /build
WORKDIR /build
RUN native-image $(cat native-image.args) && mv *-runner service

FROM ${BASE_IMAGE}
COPY --from=build /build/service /app/service
WORKDIR /app
USER 10001:10001
ENTRYPOINT ["./service"]
