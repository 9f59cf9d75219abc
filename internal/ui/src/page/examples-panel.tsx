import type { GraphiQLPlugin } from "@graphiql/react";
import { useEdition } from "../edition";
import { answerOn, exampleGroups, isBlankOrExample } from "../examples";
import { useOpenOperation } from "../operation";
import { texts } from "../texts";
import { ExamplesIcon } from "./icons";

/** The side panel of ready-made questions. */
export const examplesPlugin: GraphiQLPlugin = {
  title: texts.examples,
  icon: ExamplesIcon,
  content: ExamplesPanel,
};

function ExamplesPanel() {
  const open = useOpenOperation(isBlankOrExample);
  const edition = useEdition();
  return (
    <section className="examples" aria-labelledby="examples-title">
      <h2 id="examples-title">{texts.examples}</h2>
      <p>{texts.examplesIntro}</p>
      {exampleGroups.map(({ person, examples }) => (
        <section key={person} aria-label={person}>
          <h3>{person}</h3>
          <ul>
            {examples.map((example) => (
              <li key={example.question}>
                <button type="button" onClick={() => open(example)}>
                  <span className="example-question">{example.question}</span>
                  {edition && <span className="example-answer">{answerOn(edition.asOf, example)}</span>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}
