/**
 * The value that `${jsonencode(...)}` encodes in a synthesized stack, whose strings are those of JSON. Text that is JSON itself
 * is read too; `undefined` when it is anything else.
 *
 * @param reference what stands for a reference such as `aws_lb.internal.arn`. @default its text
 */
export function readJsonDocument(value: unknown, reference: (text: string) => string = (text) => text): unknown {
  const [, expression = String(value)] = /^\$\{jsonencode\((.*)\)\}$/s.exec(String(value)) ?? [];
  const json = expression.replaceAll(
    /"(?:[^"\\]|\\.)*"|=|\b(?!true\b|false\b|null\b)[a-z_][\w.]*(?:\[\d+\][\w.]*)*/g,
    (part) => {
      if (part === "=") return ":";
      return part.startsWith('"') ? part : JSON.stringify(reference(part));
    },
  );
  try {
    return JSON.parse(json) as unknown;
  } catch {
    return undefined;
  }
}
