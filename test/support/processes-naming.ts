import { execFileSync } from 'node:child_process';

/** Running processes whose command line holds a text, a folder of the test for instance. */
export function processesNaming(text: string): { pid: number; command: string }[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(text)).map((line) => ({ pid: Number.parseInt(line, 10), command: line.trim() }));
}
