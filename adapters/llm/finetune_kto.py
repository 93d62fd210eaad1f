"""KTO on rows that are tokens already, so that the model learns on what it will read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trl.trainer.kto_trainer import KTOTrainer

if TYPE_CHECKING:
    from datasets import Dataset


class TokenKTOTrainer(KTOTrainer):
    """TRL's trainer, less the tokenizing: rows have `prompt_ids`, `completion_ids` and `label`."""

    def _prepare_dataset(self, dataset: Dataset, processing_class: Any, args: Any, dataset_name: str) -> Dataset:  # noqa: ARG002 -- TRL's signature
        """Give each row the reply of the one before it in its batch: what KTO measures its distance with."""
        if not self.calculate_KL:
            return dataset
        return dataset.map(_mismatched, batched=True, batch_size=args.per_device_train_batch_size)


def _mismatched(rows: dict[str, list[Any]]) -> dict[str, list[Any]]:
    replies = rows["completion_ids"]
    return {**rows, "KL_completion_ids": [replies[-1], *replies[:-1]]}
