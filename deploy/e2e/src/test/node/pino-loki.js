// Writes a line at each of pino's levels over pino-loki: URL=... node pino-loki.js
const { pinoLoki } = require('pino-loki');
const pino = require('pino');

const stream = pinoLoki({ host: process.env.URL, labels: { app: 'pino-loki' }, batching: { interval: 1 } });
const logger = pino({ level: 'trace' }, stream);
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) {
  logger[level]({ order: 4711 }, `pino-loki ${level}`);
}
stream.end();
