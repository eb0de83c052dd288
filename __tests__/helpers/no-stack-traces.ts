import * as stackTraces from "cdktf/lib/tokens/private/stack-trace";

// cdktf takes a stack trace of each token, and jest maps each frame of it to the source: half of the time of a synthesis.
Object.assign(stackTraces, { captureStackTrace: () => [] });
