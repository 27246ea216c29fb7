// `npx nx g ./tools/new-connector:rail gana --protocols=epayco,payvalida` and `… :protocol wompi`: a folder with
// blanks to fill.
import { join } from 'node:path';
import { formatFiles, generateFiles, names } from '@nx/devkit';
import { capabilitiesIn } from './capabilities.mjs';
import { cashProtocols } from './cash-protocols.mjs';

const FIRST_PORT = 8_083;
const TEMPLATES = import.meta.dirname;

/** A rail over protocols that are there: `apps/connector-<name>`, and nothing else. */
export async function rail(tree, { name, title, protocols = 'epayco' }) {
  const folder = `apps/connector-${name}`;
  refuseWhatIsThere(tree, folder);
  const isInstalled = (one) => tree.exists(`libs/providers/${one}/package.json`);
  const over = cashProtocols(protocols, isInstalled).map((one) => ({
    ...namesOf(one.name),
    ...one,
  }));
  const words = { ...wordsOf(name, title), port: nextPort(tree), protocols: over };
  const sorted = over.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  generateFiles(tree, join(TEMPLATES, 'rail'), folder, { ...words, sorted });
  for (const { name: protocol, constant: protocolConstant } of over) {
    const one = { ...words, protocol, protocolConstant };
    generateFiles(tree, join(TEMPLATES, 'rail-contract'), folder, one);
  }
  await formatFiles(tree);
  return () => console.log(advice(folder, `apps/connector-${name}/src/${name}.connector.ts`));
}

/** A provider's protocol: `libs/providers/<name>`, and nothing else. */
export async function protocol(tree, { name, title, capabilities = 'callbacks' }) {
  const folder = `libs/providers/${name.replaceAll('_', '-')}`;
  refuseWhatIsThere(tree, folder);
  const wanted = capabilitiesIn(capabilities);
  const offers = Object.fromEntries(wanted.map((one) => [one, true]));
  const words = { ...wordsOf(name, title), capabilities: wanted, offers };
  generateFiles(tree, join(TEMPLATES, 'protocol'), folder, words);
  await formatFiles(tree);
  const blanks = `${folder}/src/${name}.connector.ts and of ${folder}/src/contract`;
  return () => console.log(advice(folder, blanks));
}

function wordsOf(name, title) {
  const words = namesOf(name);
  const folder = name.replaceAll('_', '-');
  return { name, ...words, package: folder, title: title ?? words.className, template: '' };
}

function namesOf(name) {
  const { className, constantName, propertyName } = names(name);
  return { className, propertyName, constant: constantName };
}

function refuseWhatIsThere(tree, folder) {
  if (tree.exists(folder)) throw new Error(`${folder} is there already; take another name`);
}

/** The first one that no connector has. */
function nextPort(tree) {
  const taken = tree
    .children('apps')
    .filter((one) => one.startsWith('connector-'))
    .flatMap((one) => tree.children(`apps/${one}/src`).map((file) => `apps/${one}/src/${file}`))
    .filter((file) => file.endsWith('.plugin.ts'))
    .map((file) =>
      Number(/port: ([\d_]+)/.exec(tree.read(file, 'utf8'))?.[1]?.replaceAll('_', '')),
    );
  let port = FIRST_PORT;
  while (taken.includes(port)) port += 1;
  return port;
}

function advice(folder, blanks) {
  return `
Made ${folder}. Now:
  1. npm install                      links the package
  2. fill in the blanks of ${blanks}
  3. npx nx test ${folder.split('/').at(-1)}   the contract of connectors is red until then
`;
}
