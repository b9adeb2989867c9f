// Logs at each of Winston's levels over its own HTTP transport: node winston.js HOST PORT
const winston = require('winston');

const [host, port] = process.argv.slice(2);
const logger = winston.createLogger({
  level: 'silly',
  transports: [new winston.transports.Http({ host, port, path: '/api/v1/logs?source=winston' })],
});
for (const level of Object.keys(winston.config.npm.levels)) {
  logger.log(level, `winston ${level}`, { order: 4711 });
}
