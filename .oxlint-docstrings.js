/** The rule that what other modules may call or name carries a docstring; .oxlintrc.json turns it on. */
const DOCUMENTED = {
  FunctionDeclaration: "function",
  ArrowFunctionExpression: "function",
  ClassDeclaration: "class",
  TSInterfaceDeclaration: "interface",
  TSTypeAliasDeclaration: "type",
};

/** A value without the assertions around it: `f` of `f as F`, `f satisfies F` and `f!`. */
const bare = (node) => (node?.type.startsWith("TS") && node.expression ? bare(node.expression) : node);

/** What a statement declares: each with its name, where it has one. */
const declaredBy = (statement) =>
  statement.type === "VariableDeclaration"
    ? statement.declarations.map(({ id, init }) => ({ name: id.name, value: bare(init) }))
    : [{ name: statement.id?.name, value: bare(statement) }];

/** The names that a module exports apart from where they are declared: `export { a }`, `export default a`. */
const exportedNames = (program) =>
  program.body.flatMap(({ source, specifiers = [], declaration }) =>
    source ? [] : [...specifiers.map(({ local }) => local.name), ...(declaration?.name ? [declaration.name] : [])],
  );

/** Whether a docstring ends on the line before the statement, or before the plain comments that are in between. */
function isDocumented(statement, comments) {
  let below = statement;
  for (const comment of comments.toReversed()) {
    if (comment.loc.end.line < below.loc.start.line - 1) return false;
    if (comment.type === "Block" && comment.value.startsWith("*")) return true;
    below = comment;
  }
  return false;
}

const required = {
  create: (context) => ({
    Program(program) {
      const names = new Set(exportedNames(program));
      for (const statement of program.body) {
        const isExport = /^Export(Named|Default)/.test(statement.type);
        const declaration = isExport ? statement.declaration : statement;
        if (!declaration) continue;
        for (const { name, value } of declaredBy(declaration)) {
          const kind = DOCUMENTED[value?.type];
          if (kind === undefined || !(isExport || names.has(name))) continue;
          if (isDocumented(statement, context.sourceCode.getCommentsBefore(statement))) continue;
          const what = ["exported", kind, name].filter(Boolean).join(" ");
          context.report({
            node: value,
            message: `The ${what} has no docstring: say what it is in a /** comment above it.`,
          });
        }
      }
    },
  }),
};

module.exports = { meta: { name: "docstrings" }, rules: { required } };
