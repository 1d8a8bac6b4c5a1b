import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readStory } from '../../domain/simulate/story-input.ts';
import { messagesOf } from '../../run/simulate-preview.ts';
import { readings, titleOf } from './readings.ts';

/** `npm run aloud -- --to FOLDER [--plan ID] [--language fr]`: every message of every shipped plan, in each situation, a file to read for each. */
const { values } = parseArgs({ options: { to: { type: 'string' }, plan: { type: 'string' }, language: { type: 'string' } } });
const folder = values.to ?? 'aloud';
mkdirSync(folder, { recursive: true });

const wanted = readings().filter(
  ({ plan, language }) => (values.plan ?? plan) === plan && (values.language ?? language) === language,
);
for (const reading of wanted) {
  const messages = await messagesOf(readStory(reading.story));
  const texts = messages.map(
    ({ at, channel, subject, text }) =>
      `── ${at.slice(0, 10)} · ${channel}${subject === null ? '' : `\n\n${subject}`}\n\n${text}`,
  );
  writeFileSync(join(folder, `${titleOf(reading)}.txt`), `${texts.join('\n\n')}\n`);
}
process.stdout.write(`${wanted.length} lives in ${folder}\n`);
