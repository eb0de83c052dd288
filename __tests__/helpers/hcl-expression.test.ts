import { decodeDocument, readExpression } from "./hcl-expression";

test.each([
  ["true", true],
  ["null", null],
  ["-0.5", -0.5],
  ['""', ""],
  [String.raw`"a \"b\" \\ \n"`, 'a "b" \\ \n'],
  ["aws_lb.internal.arn", "${aws_lb.internal.arn}"],
  ["[aws_eip.nat[0].id, aws_eip.nat_b.id]", ["${aws_eip.nat[0].id}", "${aws_eip.nat_b.id}"]],
  ['upper("a")', '${upper("a")}'],
  ['"http://${aws_lb.internal.dns_name}:5001"', "http://${aws_lb.internal.dns_name}:5001"],
  ['"${data.a.b["c}"].d} e"', '${data.a.b["c}"].d} e'],
  ['"$${literal} %%{literal}"', "$${literal} %{literal}"],
  ["[]", []],
  ["{}", {}],
  ['[1, "a,b]", [2],]', [1, "a,b]", [2]]],
  ['{"a" = 1, b = {"c d" = [true]}}', { a: 1, b: { "c d": [true] } }],
  ["{\n  a = 1\n  b = [\n    { c = 2 },\n  ]\n}", { a: 1, b: [{ c: 2 }] }],
])("%s", (expression, value) => {
  expect(readExpression(expression)).toEqual(value);
});

test.each([
  ['"a'],
  ['"a"b"'],
  ["[1 2]"],
  ['{"a" 1}'],
  ['{"a" = 1 "b" = 2}'],
  ["[1"],
  ["[1]]"],
  [""],
  [String.raw`"\d"`],
  ['"%{if}"'],
])("%s is no expression", (expression) => {
  expect(() => readExpression(expression)).toThrow(/expected at/);
});

test("a document is what it encodes, and everything else is left alone", () => {
  expect(decodeDocument('${jsonencode({"a" = [1]})}')).toEqual({ a: [1] });
  expect(decodeDocument("${aws_lb.internal.arn}")).toBe("${aws_lb.internal.arn}");
  expect(decodeDocument(5)).toBe(5);
});
