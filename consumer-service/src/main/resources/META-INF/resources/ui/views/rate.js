// How many events arrive in a second, over the last few seconds.

const SPAN_MILLIS = 5_000;

export function rate() {
  let arrivals = [];

  return {
    count() {
      arrivals.push(Date.now());
    },

    text() {
      const since = Date.now() - SPAN_MILLIS;
      arrivals = arrivals.filter((time) => time > since);
      const each = (1_000 * arrivals.length) / SPAN_MILLIS;
      return `${each.toLocaleString("en", { maximumFractionDigits: each < 10 ? 1 : 0 })} a second`;
    },
  };
}
