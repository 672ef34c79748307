import en from "./analysis.en.json";
import it from "./analysis.it.json";
import { addMessages } from "./language";

/** The words of analyses, which the pages of the account do not load. */
addMessages({ it, en });
