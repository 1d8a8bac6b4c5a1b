const BEAT_MS = { terminal: 1000, pipe: 15_000 };

/** Writes one line for the person who waits. */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * Says what is being done and for how long, once a second in a terminal and every fifteen seconds elsewhere. `work` is given a
 * function that names what it is at; what is new is said at once.
 */
export async function withProgress(title, work) {
  const startedAt = Date.now();
  const terminal = process.stderr.isTTY === true;
  let at = '';
  const line = () => `  ${title}${at} … ${Math.round((Date.now() - startedAt) / 1000)} s`;
  const show = () => (terminal ? process.stderr.write(`\r${line()}\u001b[K`) : say(line()));
  show();
  const timer = setInterval(show, terminal ? BEAT_MS.terminal : BEAT_MS.pipe);
  try {
    const result = await work((step) => {
      if (at === ` : ${step}`) return;
      at = ` : ${step}`;
      show();
    });
    at = '';
    finish(terminal, `${line()}, fait`);
    return result;
  } catch (error) {
    finish(terminal, `${line()}, sans succès`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}

function finish(terminal, line) {
  process.stderr.write(terminal ? `\r${line}\u001b[K\n` : `${line}\n`);
}
