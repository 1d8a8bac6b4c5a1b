const { DefaultFailureConverter } = require('@temporalio/common');

/** The message and the trace of a failure go through the payload codec, as everything else does. CommonJS: the SDK requires it by its path. */
exports.failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true });
