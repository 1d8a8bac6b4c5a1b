import { mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { follow } from '../activities/follow.ts';
import { type AnswerDeps, hearMail } from '../api/answers/hear.ts';

const LOOK_EVERY_MS = 1_000;

/** Hears every `.eml` that is dropped into a folder, as the door of real mail does, until it is stopped; one that was heard ends in `.heard`, one that could not be in `.failed`. */
export function followDrop(deps: AnswerDeps, folder: string): () => Promise<void> {
  const look = async () => {
    await mkdir(folder, { recursive: true });
    await hearDropped(deps, folder);
    return false;
  };
  return follow(look, LOOK_EVERY_MS, (error) => deps.log.error({ err: error }, 'dropped e-mails could not be read'));
}

/** Hears what lies there now; answers with how many were heard. */
export async function hearDropped(deps: AnswerDeps, folder: string): Promise<number> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).toSorted();
  let heard = 0;
  for (const name of names) {
    const file = join(folder, name);
    try {
      await hearMail(deps, await readFile(file));
      await rename(file, `${file}.heard`);
      heard += 1;
    } catch (error) {
      deps.log.error({ err: error, name }, 'a dropped e-mail could not be heard');
      await rename(file, `${file}.failed`);
    }
  }
  return heard;
}
