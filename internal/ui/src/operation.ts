import { type DocumentNode, Kind, type OperationDefinitionNode, parse } from "graphql";
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";

/** What an example, a shared link or a tab holds: a GraphQL document and its variables, as JSON text. */
export interface Operation {
  query: string;
  variables: string;
}

/**
 * A function that shows an operation in the editors and runs it. It takes over the current tab when that one is blank or holds
 * an operation that came from here untouched (isDisposable); what somebody wrote is kept, and a new tab opened.
 */
export function useOpenOperation(isDisposable: (query: string) => boolean): (operation: Operation) => void {
  const { addTab, setOperationFacts, updateActiveTabValues, run } = useGraphiQLActions();
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));

  return ({ query, variables }) => {
    if (!queryEditor || !variableEditor) return;
    if (!isDisposable(queryEditor.getValue())) addTab();
    queryEditor.setValue(query);
    variableEditor.setValue(variables);
    // The editors report what they hold a moment later; running must not wait, nor use the former operation's name.
    const facts = operationFacts(query);
    setOperationFacts(facts);
    updateActiveTabValues({ query, variables, operationName: facts.operationName ?? null });
    void run();
  };
}

function operationFacts(query: string): {
  documentAST: DocumentNode;
  operations: OperationDefinitionNode[];
  operationName?: string;
} {
  const documentAST = parse(query);
  const operations = documentAST.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
  const operationName = operations[0]?.name?.value;
  return operationName === undefined ? { documentAST, operations } : { documentAST, operations, operationName };
}
