import { QUESTIONNAIRE, type Question, type Questionnaire, TOPICS } from './questions.ts';

/** The id of the chosen answer of each question, by the question's id. */
export type Answers = Readonly<Record<string, string>>;

/** Whether trading with leverage is appropriate for somebody, or they have to be warned. */
export const RESULTS = ['appropriate', 'warned'] as const;

export type Result = (typeof RESULTS)[number];

/** The message of each question that has no answer of its own, and of each answer without a question. */
export function faultsOf(answers: Answers, { questions }: Questionnaire = QUESTIONNAIRE): Record<string, string> {
  // Without a prototype, so that a field of any name is just a field.
  const faults: Record<string, string> = Object.create(null);
  for (const question of questions)
    if (chosen(question, answers) === undefined) faults[`answers.${question.id}`] = 'must be one of the choices';
  for (const id of Object.keys(answers))
    if (!questions.some((question) => question.id === id))
      faults[`answers.${id.slice(0, 64)}`] = 'is not a known question';
  return faults;
}

/** Each topic that counts has to reach its points. */
export function assess(answers: Answers, { questions, needed }: Questionnaire = QUESTIONNAIRE): Result {
  const lacks = TOPICS.some((topic) => {
    const points = questions
      .filter((question) => question.topic === topic)
      .reduce((sum, question) => sum + (chosen(question, answers)?.points ?? 0), 0);
    return points < (needed[topic] ?? 0);
  });
  return lacks ? 'warned' : 'appropriate';
}

function chosen({ id, choices }: Question, answers: Answers) {
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined;
  return choices.find((choice) => choice.id === answer);
}
