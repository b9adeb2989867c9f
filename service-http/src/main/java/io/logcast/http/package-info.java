/**
 * How both services answer errors over HTTP.
 *
 * <table>
 *   <caption>Where an error is made</caption>
 *   <tr><td>400, 404, 408, 409, 429, 503, 504</td><td>{@link io.logcast.http.ProblemException} and its subclasses</td></tr>
 *   <tr><td>401, 403</td><td>{@link io.logcast.security}</td></tr>
 *   <tr><td>400 for a query parameter</td><td>{@link io.logcast.http.parameters.InvalidParameterException}</td></tr>
 *   <tr><td>422</td><td>{@link io.logcast.http.InvalidFieldException}: thrown, or created by {@code Refusals} for an
 *       event that breaks a rule, or by {@code JsonMistakes} for a wrong type</td></tr>
 *   <tr><td>403, 413, 415 for a queue or a body</td><td>{@code RefusedException} of producer-service</td></tr>
 *   <tr><td>405, 406, 415, 500; anything that others throw</td><td>{@code Refusals}</td></tr>
 *   <tr><td>refused before JAX-RS sees it</td><td>{@code RouterProblems}</td></tr>
 *   <tr><td>one line of many</td><td>{@code BatchOutcome} of producer-service</td></tr>
 * </table>
 */
@NullMarked
package io.logcast.http;

import org.jspecify.annotations.NullMarked;
