// Sends events with Splunk's own logger, in one batch: URL=... node splunk.js
const { Logger } = require('splunk-logging');

const logger = new Logger({ token: 'any', url: process.env.URL, maxBatchCount: 0 });
logger.error = (error, context) => {
  console.error(error, context);
  process.exitCode = 1;
};
for (const severity of ['debug', 'info', 'warn', 'error']) {
  logger.send({
    message: `splunk ${severity}`,
    metadata: { source: 'splunk', sourcetype: 'httpevent', host: 'web-1' },
    severity,
  });
}
logger.flush((error, response, body) => {
  console.log(body);
  if (error || body.code !== 0) {
    process.exitCode = 1;
  }
});
