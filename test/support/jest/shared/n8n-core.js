module.exports = require('./index')('n8n-core');
