package io.logcast.http.parameters;

import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.DynamicFeature;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.UriInfo;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Gives each call a {@link QueryParameterCheck} of the query parameters that its method declares. A service registers
 * it with a subclass of its own.
 */
public class QueryParameters implements DynamicFeature {

    /**
     * The check for a call without query parameters, in a service whose other calls check theirs themselves.
     *
     * @throws InvalidParameterException naming the first parameter
     */
    public static void refuseAll(UriInfo uri) {
        new QueryParameterCheck(Set.of(), Set.of()).check(uri);
    }

    @Override
    public final void configure(ResourceInfo resource, FeatureContext context) {
        var method = resource.getResourceMethod();
        context.register(new QueryParameterCheck(names(method), prefixes(method)));
    }

    private static Set<String> names(Method method) {
        var fields = beans(method).flatMap(bean -> Arrays.stream(bean.getDeclaredFields()));
        return Stream.concat(Arrays.stream(method.getParameters()), fields)
                .flatMap(declared -> annotation(declared, QueryParam.class))
                .map(QueryParam::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> prefixes(Method method) {
        return beans(method)
                .flatMap(bean -> annotation(bean, QueryParamPrefix.class))
                .map(QueryParamPrefix::value)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Class<?>> beans(Method method) {
        return Arrays.stream(method.getParameters())
                .filter(parameter -> parameter.isAnnotationPresent(BeanParam.class))
                .map(parameter -> parameter.getType());
    }

    private static <A extends Annotation> Stream<A> annotation(AnnotatedElement declared, Class<A> type) {
        return Stream.ofNullable(declared.getAnnotation(type));
    }
}
