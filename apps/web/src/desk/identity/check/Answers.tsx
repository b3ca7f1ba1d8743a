import { type Column, DataTable } from '../../blocks/tables/DataTable.tsx';
import { type Check, useQuestionnaire } from '../identity.ts';

interface Answer {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
}

const COLUMNS: readonly Column<Answer>[] = [
  { name: 'Question', cell: ({ question }) => question, wraps: true },
  { name: 'Answer', cell: ({ answer }) => answer, wraps: true },
];

/** What was asked and answered. Of an older version than the present one only the ids of questions are known. */
export function Answers({ check: { answers, questionnaireVersion } }: { readonly check: Check }) {
  const { data } = useQuestionnaire();
  if (answers === null) return <p className="muted">Nothing was answered.</p>;
  const questions = data?.version === questionnaireVersion ? data.questions : [];
  const places = questions.map(({ id }) => id);
  const inOrder = Object.entries(answers).sort(([one], [other]) => places.indexOf(one) - places.indexOf(other));
  const rows = inOrder.map(([id, chosen]) => {
    const question = questions.find((each) => each.id === id);
    return {
      id,
      question: question?.text ?? id,
      answer: question?.choices.find((choice) => choice.id === chosen)?.text ?? chosen,
    };
  });
  return (
    <DataTable
      label={`Answers to version ${questionnaireVersion}`}
      columns={COLUMNS}
      rows={rows}
      keyOf={({ id }) => id}
      empty="Nothing was answered."
    />
  );
}
