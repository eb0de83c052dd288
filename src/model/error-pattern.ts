/** Where {@link ERRORS_METRIC} of the gateway's log is kept. */
export const METRICS_NAMESPACE = "Kelmah";

/** Errors in the gateway's log. */
export const ERRORS_METRIC = "GatewayErrors";

/**
 * An error in a log, as a regular expression: the word that plain logs have, the level that JSON logs have (winston; pino's
 * 50 and 60), and the status 5xx of a request in morgan's formats combined and common (after `HTTP/1.1"`) or tiny (after the
 * path). A body of 500 bytes comes after another status, and is no error. `\x22` is a quotation mark, `\x2F` a slash.
 */
export const DEFAULT_ERROR_PATTERN = [
  "ERROR",
  String.raw`\x22level\x22:\s?\x22error\x22`,
  String.raw`\x22level\x22:[56]0,`,
  String.raw`HTTP\S+\s5\d\d\s`,
  String.raw`[A-Z]+\s\x2F\S*\s5\d\d\s`,
].join("|");

/** Characters of a filter pattern (CloudWatch Logs API reference, PutMetricFilter). */
const MAX_FILTER_PATTERN = 1024;

/** What a regular expression may have in a filter pattern (CloudWatch Logs user guide, "Supported regular expressions (regex) syntax"). */
const SUPPORTED = /^(?:\\[dDsSwW]|\\x[0-9A-Fa-f]{2}|\\[\\^$?[\]{}|*+./-]|[A-Za-z0-9:_#=@/;,\-^$?[\]{}|*+.])*$/;

/** What is wrong with a pattern, or `undefined`. */
export function errorPatternProblem(pattern: string): string | undefined {
  if (pattern.trim() === "") return "is empty, and would count every line: leave it out";
  const { length } = errorFilter(pattern);
  if (length > MAX_FILTER_PATTERN) {
    return `${length} characters with the % around it: a filter pattern has at most ${MAX_FILTER_PATTERN}`;
  }
  if (!SUPPORTED.test(pattern)) {
    return String.raw`has a character that CloudWatch Logs takes in no regular expression, such as a space, ( or ": write it as \s, \x28 or \x22`;
  }
  try {
    new RegExp(pattern);
  } catch {
    return "is no regular expression: something in it is opened and never closed, or repeats nothing";
  }
  return undefined;
}

/** The filter pattern that counts lines with a match. */
export function errorFilter(pattern: string): string {
  return `%${pattern}%`;
}

/** The query for CloudWatch Logs Insights that shows the latest of the lines that {@link errorFilter} counts. */
export function errorQuery(logGroup: string, pattern: string): string {
  // There a slash ends the expression.
  const expression = pattern.replaceAll(/\\[^/]|\\?\//g, (part) => (part.endsWith("/") ? String.raw`\x2F` : part));
  return `SOURCE '${logGroup}' | fields @timestamp, @logStream, @message | filter @message like /${expression}/ | sort @timestamp desc | limit 20`;
}
