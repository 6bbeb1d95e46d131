/** What a process is asked, one turn after the other. Some turns are sent ahead, so that it finds the next one at once. */
import type { TurnEnd } from "./outcome";

export interface Turn {
  /** JSON and a newline, for the process. */
  readonly line: string;
  /** Milliseconds after which the process is stopped. */
  readonly time: number;
  /** Whether the process is of no use if this fails, so that the next turn fails, too. */
  readonly loads?: boolean;
  /** Is called when nothing is before it any more. */
  readonly begin: () => void;
  /** Takes what the process prints. */
  readonly hear: (text: string) => void;
  readonly end: (turnEnd: TurnEnd) => void;
  /** Is called in place of `begin`: another process may take it. */
  readonly giveBack: () => void;
}

export interface Turns {
  readonly count: () => number;
  /** Whether the last turn has ended without waiting for anything, and the one that runs has not waited yet. */
  readonly areQuick: () => boolean;
  readonly ask: (turns: readonly Turn[]) => void;
  readonly hear: (text: string) => void;
  /** @param gone whether the process will answer no more */
  readonly settle: (turnEnd: TurnEnd, gone: boolean) => void;
  /** The handler waits or takes long, and the process has given back so many turns that it has not begun. */
  readonly wait: (givenBack: number) => void;
}

interface TurnsProps {
  readonly write: (lines: string) => void;
  readonly stop: () => void;
  /** Takes what is printed between two turns. */
  readonly hear: (text: string) => void;
  /** Takes an end between two turns: something was thrown, or the process is gone. */
  readonly stray: (turnEnd: TurnEnd) => void;
  /** Is called after turns have ended or were given back. */
  readonly changed: () => void;
}

interface State {
  /** The process answers in the order in which it was asked, so the first one is the one that runs. */
  readonly turns: Turn[];
  timer?: NodeJS.Timeout;
  /** The turn whose time is over. */
  late?: Turn;
  /** Whether the process has given back those behind the one that runs. */
  waits: boolean;
  quick: boolean;
}

export function createTurns(props: TurnsProps): Turns {
  const state: State = { turns: [], waits: false, quick: false };
  const { turns } = state;
  return {
    count: () => turns.length,
    areQuick: () => state.quick,
    ask(more) {
      const isFree = turns.length === 0;
      turns.push(...more);
      props.write(more.map(({ line }) => line).join(""));
      if (isFree) begin(state, props);
    },
    hear: (text) => (turns[0] ?? props).hear(text),
    settle(turnEnd, gone) {
      clearTimeout(state.timer);
      const turn = turns.shift();
      state.quick = turn?.loads === undefined && !state.waits;
      state.waits = false;
      if (turn === undefined) props.stray(turnEnd);
      else turn.end(turn === state.late && "exit" in turnEnd ? { late: true } : turnEnd);
      if (!gone) begin(state, props);
      else leave(state, turn?.loads ? turnEnd : undefined);
      props.changed();
    },
    wait(givenBack) {
      state.waits = true;
      state.quick = false;
      for (const turn of turns.splice(1, givenBack)) turn.giveBack();
      props.changed();
    },
  };
}

function begin(state: State, { stop }: TurnsProps): void {
  const [turn] = state.turns;
  if (turn === undefined) return;
  state.timer = setTimeout(() => {
    state.late = turn;
    stop();
  }, turn.time);
  turn.begin();
}

/** @param turnEnd for the turn that waited for the process to load, if it has not */
function leave({ turns }: State, turnEnd: TurnEnd | undefined): void {
  const next = turnEnd && turns.shift();
  next?.begin();
  if (turnEnd) next?.end(turnEnd);
  for (const turn of turns.splice(0)) turn.giveBack();
}
