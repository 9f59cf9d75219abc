import "@graphiql/react/style.css";
import "@graphiql/plugin-doc-explorer/style.css";
import "@graphiql/plugin-explorer/style.css";
import "@graphiql/plugin-history/style.css";
import "graphiql/graphiql.css";
import "./style.css";
import "./graphiql/workers";

import { createRoot } from "react-dom/client";
import { language } from "./language";
import { Page } from "./page/page";
import { texts } from "./texts";

document.documentElement.lang = language;
document.title = texts.title;

createRoot(document.getElementById("page")!).render(<Page />);
