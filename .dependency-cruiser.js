/** Who may import whom (docs/adr/0003-stacks-and-state.md): anything that is not allowed here is refused. */
const packages = (...names) => `node_modules/(${names.join("|")})/`;

/** `room` may import what matches one of `allowed`, and nothing else. */
const only = (room, comment, ...allowed) => ({
  name: `${room.replace(/^\^|\W/g, "")}-imports`,
  comment,
  severity: "error",
  from: { path: room },
  to: { pathNot: [room, ...allowed] },
});

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    { name: "no-unresolved", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "no-provider-barrel",
      comment: "Import @cdktf/provider-aws/lib/<resource>: the barrel takes 7 s and 700 MB to load.",
      severity: "error",
      from: {},
      to: { path: "@cdktf/provider-aws/lib/index\\.js$" },
    },
    only("^src/model", "The vocabulary is pure: no cdktf, no AWS SDK, no Node.", packages("ipaddr\\.js")),
    only("^src/environments", "Environments are typed values.", "^src/model", "^(node:)?(fs|path)$"),
    only("^src/files", "Files are written whole or not at all.", "^src/model", "^(node:)?(fs|fs/promises|path)$"),
    only("^src/policies", "Policies look at finished stacks only.", "^src/model"),
    only("^src/constructs", "", "^src/model", packages("cdktf", "constructs", "@cdktf/provider-aws")),
    only(
      "^src/stacks",
      "",
      "^src/(model|constructs|policies)",
      "^(node:)?(fs|path)$",
      packages("cdktf", "constructs", "@cdktf/provider-aws"),
    ),
    {
      name: "ops-imports",
      comment: "Operator commands read synthesized output and AWS, never the code that makes the stacks.",
      severity: "error",
      from: { path: "^src/ops" },
      to: { path: ["^src/(constructs|stacks|policies)", packages("cdktf", "constructs", "@cdktf/provider-aws")] },
    },
    {
      name: "main-imports",
      severity: "error",
      from: { path: "^main\\.ts$" },
      to: { pathNot: ["^src/(environments|files|stacks|model)", "^(node:)?(fs|path)$", packages("cdktf")] },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["require", "node", "default"] },
  },
};
