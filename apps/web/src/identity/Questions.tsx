import type { Questionnaire } from './answers.ts';
import styles from './Identity.module.css';

export interface QuestionsProps {
  readonly questionnaire: Questionnaire;
  readonly answers: Readonly<Record<string, string>>;
  readonly onAnswer: (question: string, choice: string) => void;
}

/** Each question takes one of its choices. */
export function Questions({ questionnaire, answers, onAnswer }: QuestionsProps) {
  return (
    <section aria-labelledby="identity-questions" className={styles.form}>
      <h3 id="identity-questions">What you know, and can bear</h3>
      <p className="muted">
        Trading with leverage is risky. Answer as it is: nobody is refused for an answer, but some are warned.
      </p>
      {questionnaire.questions.map(({ id, text, choices }) => (
        <fieldset key={id} className={styles.question}>
          <legend>{text}</legend>
          {choices.map((choice) => (
            <label key={choice.id} className={styles.choice}>
              <input
                type="radio"
                name={`identity-${id}`}
                required
                checked={answers[id] === choice.id}
                onChange={() => onAnswer(id, choice.id)}
              />
              {choice.text}
            </label>
          ))}
        </fieldset>
      ))}
    </section>
  );
}
