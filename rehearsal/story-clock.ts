import { type WorkflowInterceptorsFactory, workflowInfo } from '@temporalio/workflow';

/** What a started case is told of the story. `offsetMs`: how far its time is from the engine's; `downs`: when no worker is up. */
export interface StoryMemo {
  readonly offsetMs: number;
  readonly downs: readonly Span[];
}

/** A stretch of the story, in milliseconds. */
export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

/** The name under which a case finds it. */
export const STORY_MEMO = 'story';

type Clock = DateConstructor & { readonly tellsStoryTime?: true };

/**
 * Goes with the workflow code when a story is played: a case of last year reads last year on its clock, whatever the engine's says, and
 * what wakes while no worker is up is served when one is.
 */
export const interceptors: WorkflowInterceptorsFactory = () => {
  const engineClock = globalThis.Date as Clock;
  if (engineClock.tellsStoryTime === undefined) globalThis.Date = storyClock(engineClock);
  return {
    outbound: [
      {
        startTimer: (input, next) => next({ ...input, durationMs: servedAfter(input.durationMs) }),
        continueAsNew: (input, next) => next({ ...input, options: { ...input.options, memo: workflowInfo().memo ?? {} } }),
      },
    ],
  };
};

function servedAfter(durationMs: number): number {
  const dueMs = Date.now() + durationMs;
  const down = memo()?.downs.find(({ fromMs, untilMs }) => fromMs <= dueMs && dueMs < untilMs);
  return down ? down.untilMs - Date.now() : durationMs;
}

function memo(): StoryMemo | undefined {
  return workflowInfo().memo?.[STORY_MEMO] as StoryMemo | undefined;
}

function storyClock(EngineDate: DateConstructor): DateConstructor {
  const now = () => EngineDate.now() + (memo()?.offsetMs ?? 0);
  function StoryDate(...given: [] | [number | string]): Date {
    return given.length === 0 ? new EngineDate(now()) : new EngineDate(given[0]);
  }
  const { parse, UTC, prototype } = EngineDate;
  return Object.assign(StoryDate, { now, parse, UTC, prototype, tellsStoryTime: true }) as unknown as DateConstructor;
}
