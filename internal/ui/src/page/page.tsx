import { GraphiQLProvider } from "@graphiql/react";
import { explorerPlugin } from "@graphiql/plugin-explorer";
import { DOC_EXPLORER_PLUGIN, DocExplorerStore } from "@graphiql/plugin-doc-explorer";
import { HISTORY_PLUGIN, HistoryStore } from "@graphiql/plugin-history";
import { GraphiQLInterface } from "graphiql";
import { exampleGroups } from "../examples";
import { fetcher } from "../graphiql/fetcher";
import { forgetWhenChanged, sharedOperation } from "../share";
import { texts } from "../texts";
import { Arrivals } from "./arrivals";
import { examplesPlugin } from "./examples-panel";
import { Masthead } from "./masthead";

const plugins = [
  examplesPlugin,
  DOC_EXPLORER_PLUGIN,
  { ...explorerPlugin({ showAttribution: false }), title: texts.queryBuilder },
  HISTORY_PLUGIN,
];

const shared = sharedOperation();
const firstExample = exampleGroups[0]?.examples[0];

export function Page() {
  return (
    <GraphiQLProvider
      fetcher={fetcher}
      plugins={plugins}
      referencePlugin={DOC_EXPLORER_PLUGIN}
      visiblePlugin={examplesPlugin}
      defaultTabs={firstExample && !shared ? [firstExample] : undefined}
      initialQuery={shared?.query}
      initialVariables={shared?.variables}
    >
      <HistoryStore>
        <DocExplorerStore>
          <Masthead />
          <main>
            <Arrivals />
            <GraphiQLInterface
              defaultEditorToolsVisibility="variables"
              isHeadersEditorEnabled={false}
              showPersistHeadersSettings={false}
              onEditQuery={(query) => forgetWhenChanged("query", query)}
              onEditVariables={(variables) => forgetWhenChanged("variables", variables)}
            />
          </main>
        </DocExplorerStore>
      </HistoryStore>
    </GraphiQLProvider>
  );
}
