import { useEffect, useState } from "react";
import { pick, useGraphiQL, useGraphiQLActions } from "@graphiql/react";
import { useEdition } from "../edition";
import { language, otherLanguageAddress } from "../language";
import { shareOperation } from "../share";
import { longDate, texts } from "../texts";
import { MoonIcon, ShareIcon, SunIcon } from "./icons";

/** The band at the top: whose data this is, of what day, and what concerns the whole page. */
export function Masthead() {
  return (
    <header className="masthead">
      <img src={`${import.meta.env.BASE_URL}icon.svg`} alt="" width="32" height="32" />
      <div className="masthead-name">
        <h1>Maillage</h1>
        <p>{texts.tagline}</p>
      </div>
      <EditionLine />
      <ShareButton />
      <ThemeButton />
      <LanguageLink />
    </header>
  );
}

/** Which edition answers. Nothing at all when the server does not say. */
function EditionLine() {
  const edition = useEdition();
  return (
    <p className="masthead-edition" title={edition?.label}>
      {edition && (
        <>
          <strong>{edition.label}</strong>
          <span>
            {texts.asOf} <time dateTime={edition.asOf}>{longDate(edition.asOf)}</time>
          </span>
        </>
      )}
    </p>
  );
}

const saidFor = 4000; // milliseconds a confirmation stays

function ShareButton() {
  const { queryEditor, variableEditor } = useGraphiQL(pick("queryEditor", "variableEditor"));
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (!said) return;
    const timer = setTimeout(() => setSaid(""), saidFor);
    return () => clearTimeout(timer);
  }, [said]);

  const share = async () => {
    const query = queryEditor?.getValue() ?? "";
    const copied = await shareOperation({ query, variables: variableEditor?.getValue() ?? "" });
    setSaid(copied ? texts.linkCopied : texts.linkInAddressBar);
  };
  return (
    <>
      <span className="masthead-said" role="status">
        {said}
      </span>
      <button type="button" className="masthead-action" title={texts.shareHint} onClick={() => void share()}>
        <ShareIcon />
        <span>{texts.share}</span>
      </button>
    </>
  );
}

function ThemeButton() {
  const { theme } = useGraphiQL(pick("theme"));
  const { setTheme } = useGraphiQLActions();
  const dark = theme === null ? matchMedia("(prefers-color-scheme: dark)").matches : theme === "dark";
  const label = dark ? texts.toLight : texts.toDark;
  return (
    <button
      type="button"
      className="masthead-action"
      title={label}
      aria-label={label}
      onClick={() => setTheme(dark ? "light" : "dark")}
    >
      {dark ? <SunIcon /> : <MoonIcon />}
    </button>
  );
}

function LanguageLink() {
  const other = language === "fr" ? "en" : "fr";
  return (
    <a
      className="masthead-action"
      href={otherLanguageAddress()}
      hrefLang={other}
      lang={other}
      title={texts.otherLanguageHint}
      // The shared query may have come to the address since this was drawn.
      onClick={(event) => (event.currentTarget.href = otherLanguageAddress())}
    >
      {texts.otherLanguage}
    </a>
  );
}
