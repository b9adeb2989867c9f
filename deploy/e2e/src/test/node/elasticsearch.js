// Sends documents with the bulk helper of Elasticsearch's own client: URL=... node elasticsearch.js
const { Client } = require('@elastic/elasticsearch');

const client = new Client({ node: process.env.URL });
const documents = ['debug', 'info', 'warn', 'error'].map((level) => ({
  '@timestamp': new Date().toISOString(),
  log: { level },
  service: { name: 'elastic' },
  message: `elastic ${level}`,
}));

async function main() {
  const info = await client.info();
  const dropped = [];
  const result = await client.helpers.bulk({
    datasource: documents,
    onDocument: (document) => [{ create: { _index: 'logs', _id: document.message } }, document],
    onDrop: (document) => dropped.push(document),
  });
  console.log(JSON.stringify({ version: info.version.number, result, dropped }));
  if (result.successful !== documents.length) {
    process.exitCode = 1;
  }
}

main();
