import ts from 'typescript';

const TESTS = new Set(['it', 'test']);
const SKIPS = new Set(['skip', 'todo', 'failing']);
const SKIPPED = new Set(['xit', 'xtest', 'xdescribe']);

/**
 * Titles of the tests in a file that run: of `it(…)` and `it.each(…)(…)`, and the names of cases of the
 * connectors' contract, which are objects with `name` and `run`. A comment is none, and neither is a test that
 * is skipped or stands in a `describe` that is. What a title is put together from stands in it as `%s`.
 */
export function testTitles(path: string, text: string): Set<string> {
  const titles = new Set<string>();
  const look = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const { name, modifiers } = calleeOf(node);
      if (SKIPPED.has(name) || modifiers.some((one) => SKIPS.has(one))) return;
      const [title] = node.arguments;
      if (TESTS.has(name) && title !== undefined) add(titles, title);
    }
    if (ts.isObjectLiteralExpression(node)) {
      const [name, run] = ['name', 'run'].map((key) => propertyOf(node, key));
      if (name !== undefined && run !== undefined) add(titles, name);
    }
    ts.forEachChild(node, look);
  };
  look(ts.createSourceFile(path, text, ts.ScriptTarget.Latest));
  return titles;
}

/** `it.skip.each(table)(…)`: `it`, with `skip` and `each`. */
function calleeOf({ expression }: ts.CallExpression): { name: string; modifiers: string[] } {
  const modifiers: string[] = [];
  let left: ts.Expression = expression;
  while (!ts.isIdentifier(left)) {
    if (ts.isPropertyAccessExpression(left)) modifiers.push(left.name.text);
    else if (!ts.isCallExpression(left)) return { name: '', modifiers };
    left = left.expression;
  }
  return { name: left.text, modifiers };
}

function propertyOf(node: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined {
  const found = node.properties.find(
    (one) => one.name !== undefined && ts.isIdentifier(one.name) && one.name.text === key,
  );
  return found !== undefined && ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

function add(titles: Set<string>, node: ts.Expression): void {
  if (ts.isStringLiteralLike(node)) titles.add(node.text);
  if (!ts.isTemplateExpression(node)) return;
  titles.add([node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join('%s'));
}
