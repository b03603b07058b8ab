from django.urls import path

from .views import indicators

app_name = "evaluation"
urlpatterns = [path("programmes/<uuid:programme_id>/indicators/", indicators.indicators, name="indicators")]
