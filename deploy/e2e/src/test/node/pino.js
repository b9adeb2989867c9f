// Writes a line at each of pino's levels.
const pino = require('pino');

const logger = pino({ level: 'trace', base: { service: 'pino' } });
for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) {
  logger[level]({ order: 4711 }, `pino ${level}`);
}
