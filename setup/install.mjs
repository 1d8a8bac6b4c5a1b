import { findingOf, thingsFor } from './findings.mjs';
import { alone } from './making.mjs';
import { say, withProgress } from './progress.mjs';

/** Puts in place what `purpose` needs and returns the findings; silent when nothing is missing. */
export async function installAll({ env, purpose }) {
  const things = thingsFor(purpose);
  if (things.every((thing) => thing.find(env, purpose) !== null)) return things.map((thing) => findingOf(thing, env, purpose));
  return alone(env, sayWaiting, async () => {
    say('Mise en place d’Exigible : la première fois prend quelques minutes, les suivantes rien.');
    const results = [];
    for (const thing of things) results.push(await install(thing, env, purpose));
    return results;
  });
}

async function install(thing, env, purpose) {
  const failures = [];
  for (const { title, take } of thing.sources(env)) {
    if (thing.find(env, purpose) !== null) break;
    await withProgress(title, (step) => take(env, step)).catch((error) => failures.push(`${title} : ${reasonOf(error)}`));
  }
  return findingOf(thing, env, purpose, failures);
}

/** fetch hides why it failed behind its cause. */
function reasonOf(error) {
  return error.cause?.message ?? error.message;
}

function sayWaiting(pid) {
  say(`Une autre mise en place est en cours (processus ${pid}) : j’attends qu’elle finisse.`);
}
