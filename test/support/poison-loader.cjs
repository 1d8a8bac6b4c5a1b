/** A webpack loader: whatever a module of the domain exports throws as soon as it is called or looked into. */
const EXPORTED = /^export (?:async )?(?:function|const|class) (\w+)/gm;

module.exports = function poison(source) {
  const names = [...source.matchAll(EXPORTED)].map(([, name]) => name);
  const lines = names.map((name) => `export const ${name} = poisoned(${JSON.stringify(name)});`);
  return [POISON, ...lines, 'export {};'].join('\n');
};

const POISON = `
function poisoned(name) {
  const refuse = () => { throw new Error('the workflow used ' + name + ' of the domain'); };
  return new Proxy(function () {}, { apply: refuse, construct: refuse, get: refuse, has: refuse, ownKeys: refuse });
}`;
