/** Settings, numbers and lengths of time: no password looks like them, whatever the name beside it says. */
const SETTING =
  /^(?:|true|false|yes|no|on|off|none|null|nil|undefined|required|optional|enabled|disabled|\d{1,6}|\d+ ?(?:ms|s|m|h|d|w|seconds?|minutes?|hours?|days?|weeks?))$/i;

/** What is written where a value was taken out: stars, a word in angle brackets. */
const MASK = /^(?:\*{3,}|x{4,}|\.{3,}|…|<[\w .-]{1,60}>|\[?redacted\]?|\(sensitive(?: value)?\)|\(not shown\))$/i;

/** Where a value is: an ARN, the alias of a key, a variable of a shell or a template, a digest that checks a value. */
const REFERENCE =
  /^(?:arn:aws[\w-]{0,20}:|alias\/|\$\w|\$\{\w{1,100}\}$|\$\(|`|\{\{|\$\{\{|%\w{1,60}%$|\{\w{1,60}\}$|%[sdv]$|file:\/\/|sha(?:1|256|384|512):[0-9a-f]{8})/i;

/** What Terraform says of a resource, and not what it holds. */
const TERRAFORM = /^(?:\$\{)?(?:data\.)?[a-z]\w{0,60}\.[\w.[\]"-]{1,120}\.(?:arn|id|name|key_id|version|bucket)\}?$/;

/** The keys of Stripe, Paystack and Flutterwave that are made for web pages. */
const PUBLISHABLE = /^(?:pk_(?:live|test)_|FLWPUBK)/;

/** A path of a file, or of a parameter. */
const PATH =
  /^(?:\.{0,2}\/(?:etc|run|var|usr|opt|app|home|tmp|mnt|proc|dev|root|srv)\/|\.{0,2}\/[\w./-]{1,200}\.\w{1,6}$)/;

/** Names of credentials, as a list or at the end of a parameter's name, in the place of what they name. */
const NAMES =
  /^(?:\/(?:[\w.-]{1,100}\/){1,10})?[A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,10}(?:, ?[A-Z][A-Z0-9]{0,60}(?:_[A-Z0-9]{1,60}){1,10}){0,30}$/;

/** As much of a value as the forms above can need. */
const LONGEST = 1000;

/**
 * Whether a value cannot be a credential, although its name says that it is one: a setting, a mask, or a word for where the
 * value is kept.
 */
export function isHarmless(value: string): boolean {
  if (value.length > LONGEST) return false;
  const text = value.trim();
  return [SETTING, MASK, REFERENCE, TERRAFORM, PUBLISHABLE, PATH, NAMES].some((form) => form.test(text));
}
