"""The optical reader: rapidocr with the models of its wheel, loaded when the first picture is met, one thread."""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from extract.formats.scans.extra import loaded

SECONDS = 30
"""Time that a page is granted beyond the limit of its capture; one of 300 cells takes a third of it."""
MOST_CROPS = 1_500  # pieces of text of one page
_SIDE = 1_280  # pixels: the finder of text sees pages no larger


Box = tuple[int, int, int, int]
"""Left, top, right and bottom of a part of a picture, in pixels."""


class Text(NamedTuple):
    """What a crop says, and how sure the reader is (0 to 1)."""

    text: str
    score: float


class Engine:
    """Finds lines of text on a picture and reads crops of single lines; pictures are grey, a byte a pixel."""

    def __init__(self) -> None:
        self._cv2, rapidocr = loaded("cv2"), loaded("rapidocr")
        finding, reading = loaded("rapidocr.ch_ppocr_det"), loaded("rapidocr.ch_ppocr_rec")
        logging.getLogger("RapidOCR").setLevel(logging.ERROR)
        self._cv2.setNumThreads(1)
        whole = rapidocr.RapidOCR(params=_PARAMS).cfg
        for part in (whole.Det, whole.Rec):
            part.engine_cfg = whole.EngineConfig[part.engine_type.value]
            part.model_root_dir, part.font_path = whole.Global.model_root_dir, None
        self._finder, self._reader = finding.TextDetector(whole.Det), reading.TextRecognizer(whole.Rec)
        self._input = reading.TextRecInput

    def find(self, picture: Any) -> list[Box]:
        """The boxes of lines of text."""
        found = self._finder(self._colour(picture)).boxes
        if found is None:
            return []
        high, wide = picture.shape
        corners = ((box[:, 0].min(), box[:, 1].min(), box[:, 0].max(), box[:, 1].max()) for box in found)
        return [
            (max(int(x0), 0), max(int(y0), 0), min(int(x1), wide), min(int(y1), high)) for x0, y0, x1, y1 in corners
        ]

    def read(self, crops: Sequence[Any]) -> list[Text]:
        """The text of every crop; '' where nothing was told."""
        if not crops:
            return []
        read = self._reader(self._input(img=[self._colour(crop) for crop in crops], return_word_box=False))
        return [Text(text, float(score)) for text, score in zip(read.txts, read.scores, strict=True)]

    def _colour(self, picture: Any) -> Any:
        return self._cv2.cvtColor(picture, self._cv2.COLOR_GRAY2BGR)


_PARAMS = {
    "Global.log_level": "error",
    "Global.use_cls": False,
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    "Det.limit_side_len": _SIDE,
    "Det.limit_type": "max",
    "Rec.rec_img_shape": [3, 48, 64],
    "Rec.rec_batch_num": 8,
}


@cache
def engine() -> Engine:
    """The one engine of this process; raises Unreadable where the extra is missing."""
    return Engine()


def grant(seconds: float) -> None:
    """Lengthen the time limit that runs in this thread, if one does: a picture needs more than a page of text."""
    if threading.current_thread() is threading.main_thread():
        left, _ = signal.getitimer(signal.ITIMER_REAL)
        if left:
            signal.setitimer(signal.ITIMER_REAL, left + seconds)
