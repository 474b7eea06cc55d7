// What makes the working pages quick. Every page works without it.
import { startCells } from './cells';
import { startCompletion } from './completion';
import { startForms } from './forms';
import { startLists } from './lists';
import { startNavigation } from './navigation';
import { startPreferences } from './preferences';
import { startSmallThings } from './small';

startPreferences();
startNavigation();
startForms();
startLists();
startCompletion();
startCells();
startSmallThings();
