import fc from "fast-check";
import { renderMarkdown } from "../../../src/ops/guard/markdown";
import { judge, resource } from "./plans";

test("says why a plan is refused before what it does", () => {
  const verdict = judge({
    resource_changes: [
      resource("aws_subnet.private_a", {
        actions: ["update"],
        importing: { id: "subnet-1" },
        before: { tags: null },
        after: { tags: { Name: "a" } },
      }),
      resource("aws_lb.internal", { actions: ["delete", "create"], replace_paths: [["internal"]] }),
      resource("aws_iam_role.b", { actions: ["no-op"] }, { previous_address: "aws_iam_role.a" }),
    ],
  });
  const { change = "" } = verdict.findings.find(({ kind }) => kind === "acceptance") ?? {};
  expect(change).toMatch(/^[0-9a-f]{12}$/);
  expect(renderMarkdown(verdict)).toBe(
    [
      "Plan of <code>test</code>: 1 to import, 1 to add, 1 to change, 1 to destroy. **Refused for 2 reasons.**",
      "",
      "- **replace** <code>aws&#95;lb.internal</code> would be replaced: what cannot be changed in place is internal",
      `- **needs a word** <code>aws&#95;iam&#95;role.b</code> is moved from aws&#95;iam&#95;role.a <code>${change}</code>`,
      "",
      `What needs a word is accepted with --accept aws&#95;iam&#95;role.b --because "...", or in src/environments/test.ts: accepted: &#91;{ address: "aws&#95;iam&#95;role.b", change: "${change}", reason: "..." }&#93; (docs/runbook.md, "What the guard asks about").`,
      "",
      "<details open><summary>3 in all</summary>",
      "",
      "| action | address | changes |",
      "| --- | --- | --- |",
      "| replace | <code>aws&#95;lb.internal</code> |  |",
      "| move | <code>aws&#95;iam&#95;role.b</code> | <code>was aws&#95;iam&#95;role.a</code> |",
      "| import and change | <code>aws&#95;subnet.private&#95;a</code> | <code>from subnet-1</code><br><code>tags</code> |",
      "",
      "</details>",
    ].join("\n"),
  );
});

test("is one line where nothing changes", () => {
  expect(renderMarkdown(judge({}, { environment: undefined }))).toBe(
    "Plan of the state's stack: 0 to import, 0 to add, 0 to change, 0 to destroy. Passed: nothing in it is refused.",
  );
});

const changed = (before: string, after: string) =>
  resource("aws_ecs_service.auth", { actions: ["update"], before: { name: before }, after: { name: after } });

test("by property: no value can break out of its cell, call a person or link somewhere", () => {
  const text = fc
    .array(fc.constantFrom("a", " ", "|", "`", "<", ">", "@kelmah", "#1", "*", "_", "[x](y)", "\n", "&lt;", "\\"))
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      const markdown = renderMarkdown(judge({ resource_changes: [changed(before, after)] }));
      const row = markdown.split("\n").find((line) => line.startsWith("| change ")) ?? "";
      expect(row.split("|")).toHaveLength(5);
      const cell = (row.split("|")[3] ?? "").replaceAll(/<\/?code>|<br>/g, "");
      expect(cell.replaceAll(/&(?:amp|lt|gt|#\d+);/g, "")).not.toMatch(/[<>`@#*_[\]\\]/);
    }),
  );
});

test("shows a tag that is called what every object has", () => {
  const tagged = resource("aws_lb.a", {
    actions: ["update"],
    before: { x: { constructor: "a" } },
    after: { x: { b: "c" } },
  });
  expect(renderMarkdown(judge({ resource_changes: [tagged] }))).toContain('<code>x.constructor: "a" → null</code>');
});

test("never shows what looks like a credential", () => {
  const markdown = renderMarkdown(judge({ resource_changes: [changed("a", "AKIAIOSFODNN7EXAMPLE")] }));
  expect(markdown).not.toContain("AKIAIOSFODNN7EXAMPLE");
  expect(markdown).toContain("(not shown: it looks like a credential)");
});

test("is as short as a comment has to be, and says what is left out", () => {
  const resource_changes = Array.from({ length: 900 }, (_, index) =>
    resource(`aws_lb.balancer_${index}`, { actions: ["delete"] }),
  );
  for (const characters of [5000, 60_000]) {
    const markdown = renderMarkdown(judge({ resource_changes }), characters);
    expect(markdown.length).toBeLessThan(characters);
    expect(markdown.length).toBeGreaterThan(characters / 2);
    expect(markdown).toContain("**Refused for 900 reasons.**");
    expect(markdown).toMatch(/\n- and \d+ more; the log of the run has them all\n/);
    expect(markdown).toMatch(/\n\nand \d+ more; the log of the run has them all\n/);
  }
});

test("shows the 68 rows of a whole adoption", () => {
  const resource_changes = Array.from({ length: 68 }, (_, index) =>
    resource(`aws_ecs_service.service_${index}`, { actions: ["update"], before: { a: 1 }, after: { a: 2 } }),
  );
  const markdown = renderMarkdown(judge({ resource_changes }));
  expect(markdown.match(/^\| change /gm)).toHaveLength(68);
  expect(markdown).not.toContain("more; the log");
});
