import { useEffect, useState } from "react";
import { ask } from "./graphiql/fetcher";

/** What answers: the edition's name, and the last day it speaks for. */
export interface Edition {
  label: string;
  asOf: string;
}

let asked: Promise<Edition | null> | undefined;

/** The edition the server answers from, asked once a page. Null until it is known, and when the server does not say. */
export function useEdition(): Edition | null {
  const [edition, setEdition] = useState<Edition | null>(null);
  useEffect(() => {
    asked ??= ask<{ dataset: { edition: Edition } }>("{ dataset { edition { label asOf } } }").then(
      (data) => data?.dataset.edition ?? null,
    );
    void asked.then(setEdition);
  }, []);
  return edition;
}
