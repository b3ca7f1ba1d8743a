/** A question of a bench to one of its programs, over the channel between them. */
export interface Question {
  readonly id: number;
  readonly question: string;
  readonly data: unknown;
}

export interface Answer {
  readonly id: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** The answers of a program, by the name of the question. */
export type Answers = Readonly<Record<string, (data: never) => unknown>>;

/**
 * Answers the bench's questions until the bench is gone. Both ends of the channel are this repository's own, so the data
 * of a question has the right shape.
 */
export function answerQuestions(answers: Answers): void {
  process.on('message', async ({ id, question, data }: Question) => {
    try {
      const answer = answers[question];
      if (answer === undefined) throw new Error(`nobody answers "${question}"`);
      send({ id, result: await answer(data as never) });
    } catch (error) {
      send({ id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  });
}

/** Answers as a program that only serves the bench, and ends with it. */
export function runWorker(answers: Answers): void {
  process.on('disconnect', () => process.exit(0));
  answerQuestions(answers);
}

function send(answer: Answer): void {
  // The bench may be gone by now. Then nobody needs the answer.
  if (process.connected) process.send?.(answer, () => {});
}
