import { startTransition, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { answerBlanks, saveAnswer } from '../../device/store/answers.ts'
import { saveBegun } from '../../device/store/begun.ts'
import { saveCorrection } from '../../device/store/corrections.ts'
import type { Store } from '../../device/store/store.ts'
import type { Answer, AnswerValue } from '../../domain/answer.ts'
import { Problem } from '../../domain/problem.ts'
import type { ScoringContext } from '../../domain/scoring/context.ts'
import type { Score } from '../../domain/scoring/result.ts'
import { createScorer } from '../../domain/scoring/score.ts'
import { AnswerBoard, type BoardSummary, type Entry, type Step } from './answer-board.ts'
import { type BegunEntry, BegunShelf, type BegunSlot } from './begun-shelf.ts'
import { createHold } from './unfinished.ts'

const boards = new WeakMap<Store, Map<string, AnswerBoard>>()

/** The one board of an inspection on this page: what could not be saved survives a change of screen. */
export function boardOf(store: Store, inspectionId: string): AnswerBoard {
  return keptBoard(
    store,
    inspectionId,
    () =>
      new AnswerBoard(
        (itemId, answer, shown) => saveAnswer(store, inspectionId, itemId, answer, shown),
        (itemIds, value, note) => answerBlanks(store, inspectionId, itemIds, value, note),
        begunShelfOf(store, inspectionId),
      ),
  )
}

/** Likewise of a sealed inspection that was returned, for what is corrected of one of its seals. */
export function correctionBoardOf(store: Store, inspectionId: string, seal: number): AnswerBoard {
  return keptBoard(
    store,
    `${inspectionId} ${seal}`,
    () =>
      new AnswerBoard(
        (itemId, answer) => saveCorrection(store, inspectionId, itemId, answer),
        // Each item was returned for a reason of its own: none is answered with others.
        () => Promise.reject(new Problem('ITEM_NOT_RETURNED')),
        begunShelfOf(store, inspectionId),
      ),
  )
}

const begunShelfOf = (store: Store, inspectionId: string) =>
  new BegunShelf((itemId, texts) => saveBegun(store, inspectionId, itemId, texts))

function keptBoard(store: Store, key: string, make: () => AnswerBoard): AnswerBoard {
  const ofStore = boards.get(store) ?? new Map<string, AnswerBoard>()
  boards.set(store, ofStore)
  const known = ofStore.get(key)
  if (known) return known
  const board = make()
  ofStore.set(key, board)
  const hold = createHold()
  const look = () => {
    const { saving, failed } = board.summary()
    const begun = board.begun.state()
    hold(failed.length > 0 || begun === 'failed' ? 'notSaved' : saving > 0 || begun === 'saving' ? 'saving' : null)
  }
  board.watch(look)
  board.begun.subscribe(look)
  return board
}

export function useEntry(board: AnswerBoard, itemId: string): Entry {
  return useSyncExternalStore(board.subscribe, () => board.entry(itemId))
}

/** What was typed for an item and is no answer yet. */
export function useBegun({ begun }: AnswerBoard, itemId: string): { entry: BegunEntry; slot: BegunSlot } {
  const entry = useSyncExternalStore(begun.subscribe, () => begun.entry(itemId))
  const { texts } = entry
  const slot = useMemo(
    (): BegunSlot => ({
      texts,
      keep: (said) => begun.keep(itemId, said),
      drop: (prefix) => begun.drop(itemId, prefix),
    }),
    [begun, itemId, texts],
  )
  return { entry, slot }
}

/** What an item said before the last change on this page; null where that change was elsewhere. */
export function useFormer(board: AnswerBoard, itemId: string): AnswerValue | null {
  return useSyncExternalStore(board.subscribe, () => board.former(itemId))
}

export function useLastStep(board: AnswerBoard): Step | null {
  return useSyncExternalStore(board.subscribe, board.lastStep)
}

export function useBoardSummary(board: AnswerBoard): BoardSummary {
  return useSyncExternalStore(board.subscribe, board.summary)
}

type Answers = Readonly<Record<string, Answer>>

/** Every answer on the board. */
export function useAnswers(board: AnswerBoard): Answers {
  return useSyncExternalStore(board.subscribe, board.answers)
}

/** One scorer for each open inspection: it judges again only what has changed. */
const scorers = new WeakMap<ScoringContext, (answers: Answers) => Score>()
const scores = new WeakMap<Answers, { context: ScoringContext; score: Score }>()

/** The answers some time after they have changed: whoever shows the score is drawn once for each change, and no tap waits for it. */
function useAnswersBehind(board: AnswerBoard): Answers {
  const [answers, setAnswers] = useState(board.answers)
  useEffect(() => {
    const follow = () => startTransition(() => setAnswers(board.answers()))
    follow()
    return board.subscribe(follow)
  }, [board])
  return answers
}

/** The score of what is on the board. Computed once per change however many parts show it, after the tap has been drawn. */
export function useScore(board: AnswerBoard, context: ScoringContext): Score {
  const answers = useAnswersBehind(board)
  const known = scores.get(answers)
  if (known?.context === context) return known.score
  const scorer = scorers.get(context) ?? createScorer(context)
  scorers.set(context, scorer)
  const score = scorer(answers)
  scores.set(answers, { context, score })
  return score
}
