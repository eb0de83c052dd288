import fc from "fast-check";
import { correctHcl } from "../../src/stacks/hcl";
import { readExpression } from "../helpers/hcl-expression";

const lines = (...all: string[]) => all.join("\n");
const corrected = (...all: string[]) => correctHcl(lines(...all), ">= 1.11");

test("required_version gets back its value", () => {
  expect(corrected("terraform {", '  0 = "required_version"', "}")).toBe(
    lines("terraform {", 'required_version = ">= 1.11"', "}"),
  );
  expect(corrected('name = "required_version"')).toBe('name = "required_version"');
});

test.each(["depends_on", "ignore_changes", "replace_triggered_by"])(
  "references in %s lose their quotes",
  (argument) => {
    expect(corrected(`${argument} = [`, '"aws_lb.internal",', '"value_wo",', "]")).toBe(
      lines(`${argument} = [`, "aws_lb.internal,", "value_wo,", "]"),
    );
  },
);

test("conditions become blocks, with bare expressions", () => {
  const item = (words: string) => [
    "{",
    `condition = "\${(self.a == ${words})}"`,
    'error_message = "No: }, but."',
    "},",
  ];
  expect(corrected("lifecycle {", "  postcondition = [", ...item("x.y.arn"), ...item('"b"'), "]", "}")).toBe(
    lines(
      "lifecycle {",
      ...["x.y.arn", '"b"'].flatMap((words) => [
        "postcondition {",
        `condition = self.a == ${words}`,
        'error_message = "No: }, but."',
        "}",
      ]),
      "}",
    ),
  );
});

test("other lists keep their quotes", () => {
  const list = lines("subnets = [", '"subnet-1",', "]");
  expect(corrected(list)).toBe(list);
});

test.each(["resource", "data", "output", "provider", "terraform", "variable", "locals", "import", "moved"])(
  "a %s block has an empty line before it",
  (block) => {
    const head = block === "resource" || block === "data" ? `${block} "a" "b"` : block;
    expect(corrected('resource "x" "y" {', "}", `${head} {`, "}")).toBe(
      lines('resource "x" "y" {', "}", "", `${head} {`, "}"),
    );
  },
);

test("a block inside another one has none", () => {
  const nested = lines('resource "x" "y" {', "rule {", "}", "lifecycle {", "}", "}");
  expect(corrected(nested)).toBe(nested);
});

describe("a JSON document", () => {
  test("is left on its line where it fits, with names for keys", () => {
    expect(corrected('policy = "${jsonencode({"Version" = "2012-10-17", "Statement" = []})}"')).toBe(
      'policy = jsonencode({ Version = "2012-10-17", Statement = [] })',
    );
  });

  test("is broken at its brackets where it does not", () => {
    const long = "a".repeat(60);
    expect(
      corrected(
        `  policy = "\${jsonencode([{"name" = "${long}", "aws:x" = "${long}", "list" = ["a", 1, true, null]}])}"`,
      ),
    ).toBe(
      lines(
        "  policy = jsonencode([",
        "{",
        `name = "${long}"`,
        `"aws:x" = "${long}"`,
        'list = ["a", 1, true, null]',
        "},",
        "])",
      ),
    );
  });

  test.each([
    ["brackets and commas", '"a, [b], {c} = (d)"'],
    ["escaped quotes and backslashes", String.raw`"a \"b\", \\"`],
    ["an interpolation with quotes", '"http://${data.x.y["a}, b"].name}:5001"'],
    ["an interpolation with an interpolation", '"${upper("${aws_lb.internal.name}, }")}"'],
    ["a literal that looks like an interpolation", '"$${HOME}, %%{x}"'],
  ])("keeps a string with %s as it is", (_, string) => {
    const hcl = corrected(`policy = "\${jsonencode({"a" = ${string}, "b" = [${string}]})}"`);
    expect(hcl).toBe(`policy = jsonencode({ a = ${string}, b = [${string}] })`);
  });

  test("keeps references without quotes", () => {
    expect(corrected('x = "${jsonencode({"a" = aws_lb.internal.arn, "b" = [aws_eip.nat[0].id]})}"')).toBe(
      "x = jsonencode({ a = aws_lb.internal.arn, b = [aws_eip.nat[0].id] })",
    );
  });
});

describe("whatever a document holds, it means the same in lines as on one", () => {
  const text = fc.array(
    fc.constantFrom(
      "a",
      "kelmah",
      " ",
      ",",
      "=",
      "[",
      "]",
      "{",
      "}",
      "(",
      ")",
      "\\\\",
      '\\"',
      "\\n",
      "$${",
      "%%{",
      "$ ",
      "é",
      "${aws_lb.internal.arn}",
      '${x["a}\\", b"].c}',
    ),
    { maxLength: 12 },
  );
  const string = text.map((parts) => `"${parts.join("")}"`);
  const { expression } = fc.letrec<{ expression: string; list: string; object: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: "medium", withCrossShrink: true },
      string,
      fc.constantFrom("true", "null", "5001", "0.5", "aws_lb.internal.arn"),
      tie("list"),
      tie("object"),
    ),
    list: fc.array(tie("expression"), { maxLength: 4 }).map((items) => `[${items.join(", ")}]`),
    object: fc
      .uniqueArray(fc.tuple(fc.constantFrom("name", "aws:x", "a b", "list", "Version"), tie("expression")), {
        selector: ([key]) => key,
        maxLength: 4,
      })
      .map((entries) => `{${entries.map(([key, value]) => `"${key}" = ${value}`).join(", ")}}`),
  }));

  test("by property", () => {
    let broken = 0;
    fc.assert(
      fc.property(expression, (document) => {
        const hcl = corrected(`policy = "\${jsonencode(${document})}"`);
        const [, inLines = ""] = /^policy = jsonencode\((.*)\)$/s.exec(hcl) ?? [];
        expect(readExpression(inLines)).toEqual(readExpression(document));
        if (inLines.includes("\n")) broken++;
      }),
      { numRuns: 500 },
    );
    expect(broken).toBeGreaterThan(20);
  });
});

test("a web ACL's statements are blocks, without cdktf's word of warning", () => {
  const written = `rule {
priority = 0

# Warning: The following attribute is of an unexpected type. Either there's a problem with the provider
# or CDKTF has chosen to skip generating a detailed type for this.
#
# We suggest using JSON synthesis.

statement = {
managed_rule_group_statement = {
name = "AWSManagedRulesCommonRuleSet"
}
}

visibility_config {
}
}`;
  expect(correctHcl(written, "~> 1.11.4")).toBe(`rule {
priority = 0
statement {
managed_rule_group_statement {
name = "AWSManagedRulesCommonRuleSet"
}
}

visibility_config {
}
}`);
});
