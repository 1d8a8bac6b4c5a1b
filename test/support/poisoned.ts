import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger, type WorkflowBundle } from '@temporalio/worker';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * The workflow code beside a domain in which everything throws: a history that replays under it owes no command to the domain. The texts
 * of the operators' acts alone are spared: they describe the updates in the Web UI, and command nothing.
 */
export function poisonedBundle(interceptors: readonly string[] = []): Promise<WorkflowBundle> {
  return bundleWorkflowCode({
    workflowsPath: at('../../workflows/index.ts'),
    logger: new DefaultLogger('WARN'),
    workflowInterceptorModules: [...interceptors],
    webpackConfigHook: (config) => {
      const poison = {
        test: /[/\\]domain[/\\].*\.ts$/,
        exclude: /[/\\]domain[/\\]case[/\\]acts[/\\]/,
        enforce: 'pre' as const,
        use: [at('./poison-loader.cjs')],
      };
      return { ...config, module: { ...config.module, rules: [...(config.module?.rules ?? []), poison] } };
    },
  });
}
