// Logs at each of Winston's levels over winston-loki: URL=... node winston-loki.js json|protobuf
const winston = require('winston');
const LokiTransport = require('winston-loki');

const encoding = process.argv[2];
const source = `winston-${encoding}`;
const transport = new LokiTransport({
  host: process.env.URL,
  json: encoding === 'json',
  labels: { app: source },
  interval: 1,
  gracefulShutdown: false,
  format: winston.format.printf(({ message }) => message),
  onConnectionError: (error) => {
    console.error(error);
    process.exitCode = 1;
  },
});
const logger = winston.createLogger({ level: 'silly', transports: [transport] });
for (const level of Object.keys(winston.config.npm.levels)) {
  logger.log(level, `${source} ${level}`);
}
logger.on('finish', async () => {
  await transport.flush();
  process.exit();
});
logger.end();
