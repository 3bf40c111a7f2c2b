// What every page loads. All of it is comfort: without it each page still works by plain links and forms.
import "./style/site.css";
import "htmx.org";
import { startConfirming } from "./site/confirm.js";
import { startContents } from "./site/contents.js";
import { startCounting } from "./site/counters.js";
import { startSavingDrafts } from "./site/drafts.js";
import { startKeyboard } from "./site/keyboard.js";
import { startPhrases } from "./site/phrases.js";
import { startReading } from "./site/reading.js";
import { startRedrawing } from "./site/redraw.js";
import { startRows } from "./site/rows.js";
import { startSteps } from "./site/steps.js";
import { startThen } from "./site/then.js";
import { startUploads } from "./site/uploads.js";

document.documentElement.classList.add("has-script");
startCounting();
startContents();
startRows();
startSavingDrafts();
startConfirming();
startKeyboard();
startReading();
startRedrawing();
startThen();
startSteps();
startUploads();
startPhrases();
