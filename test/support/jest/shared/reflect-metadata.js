module.exports = require('./index')('reflect-metadata');
