package io.logcast.testing.routes;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/**
 * A call that a running application may serve.
 *
 * @param path with a value for each parameter
 */
public record Route(String method, String path) implements Comparable<Route> {

    /** All routes of the application: its REST resources, and the other paths of its router. */
    public static Set<Route> all(Router router) {
        var routes = new TreeSet<Route>();
        RuntimeResourceVisitor.visitRuntimeResources(
                "", ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(), new RuntimeResourceVisitor() {
                    @Override
                    public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                        routes.add(new Route(method, path.replaceAll("\\{[^}]*}", "7")));
                    }
                });
        for (var route : router.getRoutes()) {
            var path = Optional.ofNullable(route.getPath()).orElse("/");
            for (var method : Optional.ofNullable(route.methods()).orElse(Set.of(HttpMethod.GET, HttpMethod.POST))) {
                routes.add(new Route(method.name(), path.replace("*", "")));
            }
        }
        return routes;
    }

    /** Whether it only reads. */
    public boolean isReading() {
        return method.equals("GET") || method.equals("HEAD");
    }

    @Override
    public int compareTo(Route other) {
        var byPath = path.compareTo(other.path);
        return byPath != 0 ? byPath : method.compareTo(other.method);
    }
}
