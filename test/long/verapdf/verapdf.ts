import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const CLI = 'org.verapdf.apps.GreenfieldCliWrapper';

/** A rule of a standard that a document fails, with the place of its first failure. */
export interface FailedRule {
  readonly clause: string;
  readonly description: string;
  readonly context: string;
}

interface Report {
  readonly report: { readonly jobs: readonly Job[] };
}
interface Job {
  readonly itemDetails: { readonly name: string };
  readonly validationResult: readonly { readonly details: { readonly ruleSummaries: readonly Rule[] } }[];
}
interface Rule {
  readonly ruleStatus: string;
  readonly clause: string;
  readonly description: string;
  readonly checks: readonly { readonly context: string }[];
}

/** Fetches the validator with Maven into its usual cache, and answers with the class path. */
export function validatorClassPath(folder: string): string {
  const file = join(folder, 'class-path');
  const pom = join(import.meta.dirname, 'pom.xml');
  execFileSync('mvn', ['-q', '-B', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${file}`], { stdio: 'ignore' });
  return readFileSync(file, 'utf8').trim();
}

/** The rules of a flavour (`2b` of PDF/A, `ua1` of PDF/UA) that files fail, by the path of the file. */
export function failedRules(classPath: string, files: readonly string[], flavour: '2b' | 'ua1'): Map<string, FailedRule[]> {
  const options = ['-f', flavour, '--format', 'json', '--maxfailuresdisplayed', '1', ...files];
  const { report } = JSON.parse(verapdf(classPath, options)) as Report;
  return new Map(report.jobs.map((job) => [job.itemDetails.name, failuresOf(job)]));
}

function failuresOf({ validationResult }: Job): FailedRule[] {
  return validationResult
    .flatMap(({ details }) => details.ruleSummaries)
    .filter(({ ruleStatus }) => ruleStatus === 'FAILED')
    .map(({ clause, description, checks }) => ({ clause, description, context: checks[0]?.context ?? '' }));
}

/** It exits 1 when a document fails, with its report on standard output all the same. */
function verapdf(classPath: string, options: readonly string[]): string {
  try {
    return execFileSync('java', ['-cp', classPath, CLI, ...options], {
      encoding: 'utf8',
      maxBuffer: 100_000_000,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch (error) {
    const { stdout } = error as { stdout?: string };
    if (stdout) return stdout;
    throw error;
  }
}
