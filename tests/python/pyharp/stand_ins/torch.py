# SPDX-License-Identifier: MIT
"""As much of torch as a signal of audiotools needs, in numpy."""

from __future__ import annotations

from typing import Any

import numpy as np


class Tensor(np.ndarray[Any, Any]):
    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return self

    def clone(self) -> Tensor:
        return self.copy()

    def numpy(self) -> Any:
        return self.view(np.ndarray)

    def mean(self, axis: int, keepdim: bool = False) -> Tensor:  # type: ignore[override]
        return from_numpy(np.mean(self.numpy(), axis=axis, keepdims=keepdim))


def from_numpy(array: Any) -> Tensor:
    return array.view(Tensor)


def is_tensor(thing: Any) -> bool:
    return isinstance(thing, Tensor)
